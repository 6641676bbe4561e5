#include "app/files.h"

#include "antivirus/clamd.h"
#include "app/installation.h"
#include "base/log.h"
#include "objects/open.h"

namespace herald::app {
namespace {

constexpr std::size_t pool_threads = 4;
constexpr std::size_t pool_queue_max = 1024;

std::unique_ptr<objects::ObjectStore> open_objects(const Settings& settings, const Files::Parts& parts,
                                                   BlockingPool& pool) {
    try {
        return objects::open(settings, parts.loop, pool, parts.client, parts.clock);
    } catch (const objects::ObjectStoreError& error) {
        throw InstallationError(error.what());
    }
}

std::unique_ptr<antivirus::Scanner> make_scanner(const Settings& settings, Loop& loop) {
    if (settings.clamd.empty()) return nullptr;
    auto address = antivirus::ClamdAddress::parse(settings.clamd);
    if (!address) throw InstallationError("clamd must be the path of a socket or HOST:PORT, not " + settings.clamd);
    return std::make_unique<antivirus::Clamd>(std::move(*address), loop, antivirus::Clamd::Options{});
}

}  // namespace

Files::Files(const Settings& settings, const Parts& parts)
    : settings_(settings),
      parts_(parts),
      pool_(pool_threads, pool_queue_max),
      objects_(open_objects(settings, parts, pool_)),
      scanner_(make_scanner(settings, parts.loop)) {
    uploader_ = std::make_unique<documents::Uploader>(
        documents::Uploader::Parts{parts.store, parts.loop, parts.clock, parts.ids, *objects_, scanner_.get(),
                                   detector_, pool_, settings.document_links_base(), settings.admin_base_url},
        parts.metrics);
}

Files::~Files() {
    pool_.stop();
}

void Files::add_to(http::Router& router, services::Directory& services, const crypto::Sealer& sealer) {
    routes_ = std::make_unique<documents::DocumentRoutes>(
        documents::DocumentRoutes::Parts{parts_.store, parts_.loop, parts_.clock, sealer, services, *objects_, pool_,
                                         settings_.installation_name, settings_.installation_colour},
        parts_.metrics);
    routes_->add_to(router);
}

void Files::announce() const {
    if (settings_.clamd.empty())
        log::warning("antivirus_off", "Files are not looked at for viruses: the setting clamd is empty");
    if (settings_.on_postgres() && settings_.objects_url.empty())
        log::warning("objects_local",
                     "Files lie in the data directory: every process of this installation must share it, or the "
                     "setting objects-url must name a bucket",
                     {{"directory", settings_.data + "/objects"}});
    const auto address = antivirus::ClamdAddress::parse(settings_.clamd);
    if (!address) return;
    if (antivirus::answers(*address)) log::info("antivirus_on", "Files are looked at for viruses");
    else
        log::error("antivirus_unreachable", "The virus scanner does not answer: no file can be sent until it does",
                   {{"clamd", settings_.clamd}});
}

}  // namespace herald::app
