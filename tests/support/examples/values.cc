#include "support/examples/values.h"

#include "content/personalisation_json.h"
#include "support/examples/comparison.h"

namespace herald::test {

content::Personalisation to_values(const rapidjson::Value& values) {
    if (values.IsNull()) return {};
    if (!values.IsObject()) throw MalformedExample("`values` is not an object: " + to_json(values));
    const auto document = JsonDocument::parse(to_json(values));
    if (!document) throw MalformedExample("`values` cannot be read: " + to_json(values));
    return content::to_personalisation(document->root());
}

}  // namespace herald::test
