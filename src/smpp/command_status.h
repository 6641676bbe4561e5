#pragma once

#include <cstdint>

namespace herald::smpp {

/// Values of `command_status` that Herald itself uses or asks for (contract providers §20.5).
namespace status {
inline constexpr std::uint32_t ok = 0x00;
inline constexpr std::uint32_t invalid_command = 0x03;
inline constexpr std::uint32_t wrong_bind_state = 0x04;
inline constexpr std::uint32_t system_error = 0x08;
inline constexpr std::uint32_t bind_failed = 0x0D;
inline constexpr std::uint32_t queue_full = 0x14;
inline constexpr std::uint32_t throttled = 0x58;
inline constexpr std::uint32_t receiver_temporary = 0x64;
inline constexpr std::uint32_t receiver_permanent = 0x65;
}  // namespace status

/// What an answer to submit_sm says about the message.
enum class StatusClass {
    accepted,
    throttled,      ///< stop for a while, then go on slower
    retryable,      ///< the centre has a problem, or says something of its own
    rebind,         ///< the session is not what it should be
    configuration,  ///< our settings are wrong: the message is not to blame
    undeliverable,  ///< there is no such recipient
    rejected        ///< this message will never be taken
};
StatusClass classify(std::uint32_t command_status);

}  // namespace herald::smpp
