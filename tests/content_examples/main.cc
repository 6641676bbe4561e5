// Runs a file of worked examples of the content rules through the product's code: content_examples FILE [--lines OUT].
// Prints what failed, and what was left out because it is not built; the last line is `N passed, N failed`. OUT gets
// one line per example in the form of tests/run/record.py.
#include <rapidjson/istreamwrapper.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>

#include "support/examples/areas.h"

namespace {

using herald::test::ExampleResult;

int refuse(const std::string& why) {
    std::cout << "FAILED " << why << "\n0 passed, 1 failed\n";
    return 1;
}

std::string on_one_line(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

int run(const rapidjson::Document& examples, std::ostream& lines) {
    int passed = 0;
    int failed = 0;
    std::map<std::string, int> not_built;
    for (const auto& example : examples.GetArray()) {
        const ExampleResult result = herald::test::run_example(example);
        const std::string name = result.id.empty() ? "an example without an id" : result.id;
        if (result.wrong) {
            ++failed;
            std::cout << "FAILED " << name << ":\n    " << *result.wrong << "\n";
            lines << "fail " << name << ": " << on_one_line(*result.wrong) << "\n";
        } else if (!result.is_built) {
            ++not_built[result.area];
        } else {
            ++passed;
            lines << "pass " << name << "\n";
        }
    }
    for (const auto& [area, count] : not_built) std::cout << count << " left out: " << area << " is not built\n";
    std::cout << passed << " passed, " << failed << " failed\n";
    return failed == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
    const bool with_lines = count == 4 && std::string_view(arguments[2]) == "--lines";
    if (count != 2 && !with_lines) {
        std::cerr << "usage: content_examples FILE [--lines OUT]\n";
        return 2;
    }
    const std::string path = arguments[1];
    std::ifstream file(path);
    if (!file) return refuse(path + " cannot be read");
    rapidjson::IStreamWrapper stream(file);
    rapidjson::Document examples;
    examples.ParseStream(stream);
    if (examples.HasParseError() || !examples.IsArray()) return refuse(path + " is not a JSON array");
    std::ofstream lines(with_lines ? arguments[3] : "/dev/null");
    return run(examples, lines);
}
