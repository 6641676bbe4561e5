#pragma once

#include <memory>
#include <random>
#include <vector>

#include "base/clock.h"
#include "db/store.h"
#include "delivery/provider.h"

namespace herald::delivery {

/// The providers this process can speak to, and the choice between them for each message at send time (contract
/// providers §1.1): among the active ones of the channel, at random, weighted by priority. Lives on the loop.
class ProviderPool {
public:
    ProviderPool(db::Store& store, Loop& loop, const Clock& clock, std::uint64_t seed);

    void add(std::unique_ptr<SmsProvider> provider) { sms_.push_back(std::move(provider)); }
    void add(std::unique_ptr<EmailProvider> provider) { email_.push_back(std::move(provider)); }
    /// All email goes by this provider, whatever the table says: the installation has its own mail server.
    void use_only(std::unique_ptr<EmailProvider> provider) {
        email_.clear();
        only_email_ = std::move(provider);
    }

    /// Null when no provider of the channel is active; `international`: and none supports it.
    /// `not_this`: the provider that has just failed, drawn only when there is no other.
    SmsProvider* choose_sms(bool international, std::string_view not_this = {});
    EmailProvider* choose_email();

    /// Reads the table again when the copy is older than 10 seconds. Called before choosing.
    Task<void> refresh();

private:
    struct Weight {
        std::string identifier;
        std::string channel;
        std::int64_t priority;
        bool international;
    };
    const Weight* weight_of(std::string_view identifier) const;
    std::size_t draw(const std::vector<std::int64_t>& priorities);

    db::Store& store_;
    Loop& loop_;
    const Clock& clock_;
    std::mt19937_64 random_;
    std::vector<std::unique_ptr<SmsProvider>> sms_;
    std::vector<std::unique_ptr<EmailProvider>> email_;
    std::unique_ptr<EmailProvider> only_email_;
    std::vector<Weight> weights_;
    std::optional<Timestamp> read_at_;
    bool reading_ = false;
};

}  // namespace herald::delivery
