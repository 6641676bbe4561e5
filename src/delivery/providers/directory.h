#pragma once

#include <memory>

#include "base/clock.h"
#include "delivery/provider.h"
#include "objects/object_store.h"

namespace herald::delivery {

/// Text messages as files, for tests and for places without a way out: `sms/<id>.json`. Written whole and synced, the
/// same file on every try; nothing more will be heard of it, so it counts as delivered.
class DirectorySmsProvider final : public SmsProvider {
public:
    explicit DirectorySmsProvider(std::shared_ptr<objects::ObjectStore> files) : files_(std::move(files)) {}
    std::string_view identifier() const override { return "directory"; }
    Task<SendResult> send(const OutgoingSms& message) override;

    static std::string text_of(const OutgoingSms& message);

private:
    std::shared_ptr<objects::ObjectStore> files_;
};

/// Emails as files that mail programs open: `email/<id>.eml`.
class DirectoryEmailProvider final : public EmailProvider {
public:
    DirectoryEmailProvider(std::shared_ptr<objects::ObjectStore> files, const Clock& clock)
        : files_(std::move(files)), clock_(clock) {}
    std::string_view identifier() const override { return "directory"; }
    Task<SendResult> send(const OutgoingEmail& message) override;

private:
    std::shared_ptr<objects::ObjectStore> files_;
    const Clock& clock_;
};

}  // namespace herald::delivery
