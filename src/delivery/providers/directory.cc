#include "delivery/providers/directory.h"

#include "base/blocking_pool.h"
#include "base/json_writer.h"
#include "delivery/providers/email_text.h"
#include "delivery/providers/exchange.h"

namespace herald::delivery {
namespace {

Task<SendResult> write(objects::ObjectStore& files, std::string name, std::string text) {
    SendResult result;
    try {
        co_await files.put(std::move(name), std::make_shared<const std::string>(std::move(text)));
        result.outcome = SendResult::Outcome::accepted;
        result.status_on_acceptance = notifications::Status::delivered;
    } catch (const objects::ObjectStoreError& error) {
        // A file of that name is written again by the next try: nothing is duplicated.
        result = failed(SendResult::Outcome::retryable, error.what());
    } catch (const PoolBusy&) {
        result = failed(SendResult::Outcome::throttled, "too many files at once");
    }
    co_return result;
}

}  // namespace

std::string DirectorySmsProvider::text_of(const OutgoingSms& message) {
    std::string text;
    JsonWriter(text)
        .begin_object()
        .member("id", message.notification_id)
        .member("to", message.recipient)
        .member("from", message.sender)
        .member("text", message.content)
        .member("international", message.international)
        .end_object();
    return text + "\n";
}

Task<SendResult> DirectorySmsProvider::send(const OutgoingSms& message) {
    std::string name = "sms/" + message.notification_id.to_string() + ".json";
    SendResult result = co_await write(*files_, std::move(name), text_of(message));
    co_return result;
}

Task<SendResult> DirectoryEmailProvider::send(const OutgoingEmail& message) {
    const std::string id = message.notification_id.to_string();
    std::string reference = message_id_for(message, message.from_address, {});
    std::string text = to_mime(mime_for(message, message.from_address, reference, clock_.now()));
    SendResult result = co_await write(*files_, "email/" + id + ".eml", std::move(text));
    if (result.outcome == SendResult::Outcome::accepted) result.reference = std::move(reference);
    co_return result;
}

}  // namespace herald::delivery
