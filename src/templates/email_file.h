#pragma once

#include <optional>
#include <string>

#include "base/uuid.h"

namespace herald::templates {

/// A file that an email template owns (data-model §5): what every message of the template says where the template names
/// it is a link to a copy.
struct EmailFile {
    Uuid id;
    std::string filename;                  ///< also the name of its placeholder
    std::optional<std::string> link_text;  ///< none: the bare link
    int retention_weeks = 1;               ///< for which a copy can be downloaded
    bool confirms_email = true;            ///< the recipient has to say what their address is before they get it
};

inline constexpr int email_file_weeks_max = 78;

/// Where its content lies (contract tasks §17.1).
inline std::string email_file_object_name(const Uuid& service_id, const Uuid& file_id) {
    return service_id.to_string() + "/" + file_id.to_string();
}

}  // namespace herald::templates
