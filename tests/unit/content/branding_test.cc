// content.md §3.8 and the page of §3.4, without the looks: those are in the golden files.
#include "content/branding.h"

#include <gtest/gtest.h>

#include "content/colour.h"
#include "content/render.h"
#include "support/well_formed.h"

namespace herald::content {
namespace {

using Kind = Branding::Kind;

Branding of(Kind kind) {
    return {kind, "Post & Co", "#1d70b8", "https://assets.example/logo.png", "Harbour Office", "", "#00703c"};
}

bool holds(const std::string& html, std::string_view part) {
    return html.find(part) != std::string::npos;
}

TEST(Branding, EachKindShowsItsParts) {
    struct Case {
        Kind kind;
        bool installation, logo_block, brand_banner;
    };
    for (const Case& expected : {Case{Kind::govuk, true, false, false}, Case{Kind::both, true, true, false},
                                 Case{Kind::org, false, true, false}, Case{Kind::org_banner, false, false, true}}) {
        const std::string html = render_branding(of(expected.kind));
        EXPECT_EQ(holds(html, "Post &amp; Co"), expected.installation);
        EXPECT_EQ(holds(html, "border-left: 2px solid #00703c"), expected.logo_block);
        EXPECT_EQ(holds(html, "background: #00703c"), expected.brand_banner);
        EXPECT_EQ(holds(html, "Harbour Office"), expected.logo_block || expected.brand_banner);
    }
}

TEST(Branding, ALogoBesideATextIsHalfAsHighAndHasNoTextOfItsOwn) {
    for (const Kind kind : {Kind::org, Kind::org_banner}) {
        Branding branding = of(kind);
        const std::string beside = render_branding(branding);
        EXPECT_TRUE(holds(beside, "height=\"27\" alt=\"\" role=\"presentation\" aria-hidden=\"true\""));
        branding.text.clear();
        branding.alt_text = "The \"Harbour\" Office";
        const std::string alone = render_branding(branding);
        EXPECT_TRUE(holds(alone, "height=\"54\" alt=\"The &quot;Harbour&quot; Office\""));
        EXPECT_FALSE(holds(alone, "aria-hidden"));
    }
}

TEST(Branding, WhatIsNotSetIsLeftOut) {
    Branding branding = of(Kind::org);
    branding.logo_url = "javascript:alert(1)";
    EXPECT_EQ(render_branding(branding), "");
    branding.kind = Kind::org_banner;
    EXPECT_FALSE(holds(render_branding(branding), "<img"));
    branding.text.clear();
    EXPECT_EQ(render_branding(branding), "");
    branding.installation_name = " ";
    branding.kind = Kind::govuk;
    EXPECT_EQ(render_branding(branding), "");

    branding = of(Kind::org);
    branding.colour.clear();
    EXPECT_FALSE(holds(render_branding(branding), "border-left"));
    branding.kind = Kind::org_banner;
    EXPECT_TRUE(holds(render_branding(branding), "background: #0b0c0c"));
}

TEST(Branding, NothingLeavesItsPlace) {
    const std::string hostile = "\"'><script>&lt;b&gt;";
    for (const Kind kind : {Kind::govuk, Kind::both, Kind::org, Kind::org_banner}) {
        const std::string html =
            render_branding({kind, hostile, hostile, "https://a.example/" + hostile, hostile, hostile, hostile});
        EXPECT_EQ(test::malformation(html), std::nullopt);
        EXPECT_FALSE(holds(html, "<script"));
        EXPECT_FALSE(holds(html, "<b>"));
        EXPECT_FALSE(holds(html, "/\""));
    }
}

TEST(Branding, TheInstallationsNameCanBeReadOnItsColour) {
    Branding branding = of(Kind::govuk);
    EXPECT_TRUE(holds(render_branding(branding), "color: #ffffff"));
    branding.installation_colour = "#ffdd00";
    EXPECT_TRUE(holds(render_branding(branding), "color: #0b0c0c"));
    branding.installation_colour = "red;\"";
    EXPECT_TRUE(holds(render_branding(branding), "background: #1d70b8"));
}

TEST(Colours, AreReadAndWritten) {
    EXPECT_EQ(parse_colour("#1D70b8"), (Colour{0x1D, 0x70, 0xB8}));
    EXPECT_EQ(parse_colour("fA0"), (Colour{0xFF, 0xAA, 0x00}));
    for (const char* text : {"", "#", "#12", "#1234567", "red", "#ggg", "##123"})
        EXPECT_FALSE(parse_colour(text)) << text;
    EXPECT_EQ(to_text(Colour{0x0B, 0x0C, 0xFF}), "#0b0cff");
}

TEST(EmailPage, HasATitleAHiddenLineAndNoRemoteAsset) {
    const EmailTemplate email = EmailTemplate::parse("S <b>", "# Hi\n\nthere");
    const std::string html = render_email_html(email, {}, {of(Kind::govuk), std::nullopt});
    EXPECT_TRUE(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
    EXPECT_TRUE(holds(html, "<title>S &lt;b&gt;</title>"));
    EXPECT_TRUE(holds(html, "Hi there…"));
    EXPECT_TRUE(holds(html, "prefers-color-scheme: dark"));
    for (const char* remote : {"<img", "<script", "<link", "http:", "https:", "url(", "@import", "@font-face"})
        EXPECT_FALSE(holds(html, remote)) << remote;
}

}  // namespace
}  // namespace herald::content
