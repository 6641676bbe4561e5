#include "unsubscribe/unsubscribe_routes.h"

#include "http/api_error.h"
#include "unsubscribe/links.h"

namespace herald::unsubscribe {

UnsubscribeRoutes::UnsubscribeRoutes(Parts parts, documents::Frame frame)
    : parts_(parts),
      frame_(std::move(frame)),
      stored_(parts.metrics.counter("herald_unsubscribe_requests_total",
                                    "People who asked a service for no more emails, repeats not counted")) {}

void UnsubscribeRoutes::add_to(http::Router& router) {
    using http::Method;
    constexpr const char* page_pattern = "/unsubscribe/page/{notification_id:uuid}/{token}";
    router.add(Method::post, "/unsubscribe/{notification_id:uuid}/{token}",
               [this](const http::Request& request) { return one_click(request); });
    router.add(Method::get, page_pattern, [this](const http::Request& request) { return show(request); });
    router.add(Method::post, page_pattern, [this](const http::Request& request) { return submit(request); });
}

Task<std::variant<Mail, UnsubscribeRoutes::Fault>> UnsubscribeRoutes::look(const http::Request& request, bool wanted) {
    using Found = std::variant<Mail, Fault>;
    const Timestamp now = parts_.clock.now();
    const auto address = read_token(parts_.sealer, parts_.old_signature, request.params[1], now);
    if (!address) co_return Found(Fault::bad_token);
    const Uuid id = Uuid::parse(request.params[0]).value();
    bool is_new = false;
    const auto work = [&](db::Transaction& tx) {
        auto mail = find_mail(tx, id);
        is_new = mail && wanted && store_request(tx, parts_.ids, now, *mail, *address);
        return mail;
    };
    std::optional<Mail> mail;
    if (wanted) mail = co_await parts_.store.write(parts_.loop, work);
    else mail = co_await parts_.store.read(parts_.loop, work);
    if (is_new) stored_.add();
    if (!mail) co_return Found(Fault::unknown_message);
    co_return Found(std::move(*mail));
}

Task<http::Response> UnsubscribeRoutes::one_click(const http::Request& request) {
    const auto found = co_await look(request, true);
    if (const auto* fault = std::get_if<Fault>(&found))
        co_return http::old_error_object(404, "unsubscribe request",
                                         *fault == Fault::bad_token ? "This is not a valid unsubscribe link."
                                                                    : "This unsubscribe link is invalid or expired.");
    co_return http::Response{200, R"({"result":"success","message":"Unsubscribe successful"})"};
}

Task<http::Response> UnsubscribeRoutes::show(const http::Request& request) {
    const auto found = co_await look(request, false);
    const auto* mail = std::get_if<Mail>(&found);
    if (mail == nullptr) co_return broken_link();
    const std::string service = documents::escape(mail->service_name);
    co_return page(200, "Unsubscribe from these emails",
                   "<p>The email that brought you here is from " + service +
                       ". If you want no more emails like it, choose Unsubscribe.</p>\n"
                       "<form method=\"post\">\n<button class=\"button\">Unsubscribe</button>\n</form>\n");
}

Task<http::Response> UnsubscribeRoutes::submit(const http::Request& request) {
    const auto found = co_await look(request, true);
    const auto* mail = std::get_if<Mail>(&found);
    if (mail == nullptr) co_return broken_link();
    const std::string service = documents::escape(mail->service_name);
    co_return page(200, "You have unsubscribed",
                   "<p>" + service +
                       " has been asked to send you no more emails like that one.</p>\n"
                       "<p>You can close this page.</p>\n");
}

http::Response UnsubscribeRoutes::page(int status, std::string_view title, const std::string& text) const {
    http::Response response;
    response.status = status;
    response.content_type = "text/html; charset=utf-8";
    response.body = frame_.page(title, "<h1>" + documents::escape(title) + "</h1>\n" + text);
    // The address of this page is a secret between the recipient and the service.
    response.headers = {{"Content-Security-Policy", frame_.policy()}, {"Referrer-Policy", "no-referrer"}};
    return response;
}

http::Response UnsubscribeRoutes::broken_link() const {
    return page(404, "This link does not work",
                "<p>It may have been copied in part, or it is more than a year old.</p>\n"
                "<p>Open the email again and choose its link. If that does not help, write to whoever sent it.</p>\n");
}

}  // namespace herald::unsubscribe
