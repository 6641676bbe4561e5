#pragma once

#include <memory>
#include <string>

#include "base/task.h"

namespace herald::antivirus {

struct ScanResult {
    enum class Verdict {
        clean,
        infected,
        unavailable,  ///< nobody has looked: no scanner, no time, or an answer that is neither. Never taken for clean
    };
    Verdict verdict = Verdict::unavailable;
    std::string detail;  ///< the signature's name, or what went wrong; for the log
};

/// Looks for viruses in files that strangers will open.
class Scanner {
public:
    virtual ~Scanner() = default;
    /// To be awaited on the loop, where it resumes.
    virtual Task<ScanResult> scan(std::shared_ptr<const std::string> content) = 0;
};

}  // namespace herald::antivirus
