// Whatever strangers send as JSON: it is read or refused, and what was read, written and read again stays the same.

#include <cstdlib>

#include "base/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document = herald::JsonDocument::parse({reinterpret_cast<const char*>(data), size});
    if (!document) return 0;
    const std::string written = document->root().to_json();
    const auto again = herald::JsonDocument::parse(written);
    if (!again || again->root().to_json() != written) std::abort();
    return 0;
}
