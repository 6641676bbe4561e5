#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "content/sms_size.h"

namespace herald::content {

/// Stands for an unfilled placeholder: holds its place as a non-blank character (content.md §2.2). The byte can't occur
/// in UTF-8.
inline constexpr char placeholder_mark = '\xFF';

enum class PlaceholderMarks {
    none,    ///< the byte means nothing
    vanish,  ///< it holds its place and goes
    stay,    ///< it is still there in the result; it is not counted
};

struct TidiedSms {
    std::string text;
    SmsSize size;
};

/// One pass over a filled-in text: tightens, squashes each line, limits empty lines, trims, replaces characters and
/// counts (content.md §2.2 steps 3 to 7, §2.3).
TidiedSms tidy_sms(std::string_view filled, PlaceholderMarks marks);

/// The service's name as it stands before the text (content.md §2.2 step 2); empty without a name.
std::string sms_prefix(std::optional<std::string_view> service_name);

}  // namespace herald::content
