#include "delivery/provider.h"

namespace herald::delivery {

std::string_view to_text(SendResult::Outcome outcome) {
    switch (outcome) {
        case SendResult::Outcome::accepted:
            return "accepted";
        case SendResult::Outcome::retryable:
            return "retryable";
        case SendResult::Outcome::throttled:
            return "throttled";
        case SendResult::Outcome::unknown:
            return "unknown";
        case SendResult::Outcome::rejected:
            return "rejected";
        case SendResult::Outcome::undeliverable:
            return "undeliverable";
    }
    return "retryable";
}

}  // namespace herald::delivery
