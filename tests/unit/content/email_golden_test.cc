// The HTML of whole emails as files, tests/data/golden/email/*.html: to be looked at in a browser, and to see in a
// change what it does to them. HERALD_UPDATE_GOLDEN=1 build/tests/unit_content --gtest_filter='*Golden*' writes them
// anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "content/render.h"
#include "support/well_formed.h"

namespace herald::content {
namespace {

constexpr std::string_view rich_body = R"(# Your berth at Pier 4

Dear ((name)),

Your berth is ready from ((date)). You’ll need to bring:
((kit))

## What happens next

1. Moor at the visitors’ pontoon - not at the fuel berth
2. Show this email at the office:
  * before 5pm
  * or by phone on 01632 960 001
3. Pay the fee

^ The harbour is closed to visitors
on 24 and 25 December.

[Pay the fee](https://pier.example/pay?ref=((ref))&lang=en "Pay for your berth") or read the rules at
https://pier.example/a-rather-long-address-that-has-to-wrap-on-a-narrow-screen/harbour-rules-2026.

---

Is something wrong? Don’t reply to this email: write to harbour@pier.example.
)";

struct GoldenEmail {
    const char* name;
    Branding branding;
    bool has_unsubscribe_link = false;
};

Branding branding(Branding::Kind kind, std::string text, std::string colour) {
    const std::string alt_text = text.empty() ? "Tide Harbour Authority" : "";
    return {kind, "Herald", "#1d70b8", "https://assets.example/logo.png", std::move(text), alt_text, std::move(colour)};
}

std::vector<GoldenEmail> golden_emails() {
    using Kind = Branding::Kind;
    Branding without_logo = branding(Kind::org_banner, "Tide Harbour Authority", "#00703c");
    without_logo.logo_url.clear();
    Branding light = branding(Kind::govuk, "", "");
    light.installation_name = "Messages of the County Council of Somewhere";
    light.installation_colour = "#ffdd00";
    return {
        {"govuk", branding(Kind::govuk, "", "")},
        {"govuk-light-colour-long-name", light, true},
        {"both", branding(Kind::both, "Tide Harbour Authority", "#00703c")},
        {"org", branding(Kind::org, "Tide Harbour Authority", "#00703c")},
        {"org-logo-alone", branding(Kind::org, "", "")},
        {"org-banner", branding(Kind::org_banner, "Tide Harbour Authority", "#00703c")},
        {"org-banner-logo-alone", branding(Kind::org_banner, "", "")},
        {"org-banner-text-alone", without_logo},
    };
}

std::string render(const GoldenEmail& golden) {
    const EmailTemplate email = EmailTemplate::parse("Your berth, ((name))", rich_body);
    Personalisation values;
    values.set("name", std::string("Ada O'Hara & crew"));
    values.set("date", std::string("3 March 2027"));
    values.set("kit", List{"your \"papers\"", "a rope", "two fenders"});
    values.set("ref", std::string("A 17"));
    EmailPage page{golden.branding, std::nullopt};
    if (golden.has_unsubscribe_link) page.unsubscribe_link = "https://herald.example/unsubscribe/1/token";
    return render_email_html(email, values, page);
}

TEST(GoldenEmails, AreAsTheyWereLookedAt) {
    const auto folder = std::filesystem::path(HERALD_SOURCE_DIR) / "tests/data/golden/email";
    for (const GoldenEmail& golden : golden_emails()) {
        const std::string html = render(golden);
        const auto path = folder / (std::string(golden.name) + ".html");
        EXPECT_EQ(test::malformation(html), std::nullopt) << golden.name;
        if (std::getenv("HERALD_UPDATE_GOLDEN")) {
            std::filesystem::create_directories(folder);
            std::ofstream(path) << html;
        }
        std::stringstream kept;
        kept << std::ifstream(path).rdbuf();
        EXPECT_EQ(html, kept.str()) << path;
    }
}

}  // namespace
}  // namespace herald::content
