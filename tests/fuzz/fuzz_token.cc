// Whatever strangers send as a token: it is read or refused, and no token is accepted whose signature was not made with
// the secret.

#include <cstdlib>

#include "crypto/jwt.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace herald::crypto;
    const auto token = parse_token({reinterpret_cast<const char*>(data), size});
    if (!token) return 0;
    constexpr herald::Timestamp now{1'700'000'000'000'000};
    if (verify_token(*token, "aa7a1c0c-5d1e-4a3b-9c0f-2f6a1b3c4d5e", now) == TokenVerdict::accepted) std::abort();
    return 0;
}
