#include "support/examples/instant.h"

namespace herald::test {

Timestamp to_instant(const rapidjson::Value& value) {
    const auto instant = Timestamp::parse_iso(to_text(value));
    if (!instant) throw MalformedExample("not a time: " + to_json(value));
    return *instant;
}

}  // namespace herald::test
