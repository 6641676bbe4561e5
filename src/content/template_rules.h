#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace herald::content {

/// What is refused when a template is made or edited. Each gives the contract's message, or nothing when all is well.

/// `You cannot put commas between double brackets` (content.md §1.1): in a name, the text of a conditional may have
/// some.
std::optional<std::string> comma_problem(std::string_view text);
/// `Content has a character count greater than the limit of 918`, placeholders counting as nothing (§2.1).
std::optional<std::string> sms_length_problem(std::string_view content);
/// `You cannot use … in text messages. …`: characters that would turn into `?`; for the website (§2.1).
std::optional<std::string> sms_characters_problem(std::string_view content);
/// `qr-code-too-long`: in a letter's body, placeholders counting as they are typed (§4.1). For either language.
std::optional<std::string> qr_problem(std::string_view letter_body);
/// `This address is {n} lines long - the most you can have is 10 lines`: a sender block (§4.2).
std::optional<std::string> sender_block_problem(std::string_view block);

}  // namespace herald::content
