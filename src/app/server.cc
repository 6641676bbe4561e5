#include "app/server.h"

#include <thread>

#include "app/credentials.h"
#include "app/failures.h"
#include "app/files.h"
#include "app/gateways.h"
#include "app/installation.h"
#include "app/internal_api.h"
#include "app/letters.h"
#include "app/providers.h"
#include "app/reading.h"
#include "app/replies.h"
#include "app/sandbox_thread.h"
#include "app/sending.h"
#include "app/stage_options.h"
#include "app/status_routes.h"
#include "app/tasks.h"
#include "base/log.h"
#include "base/text.h"
#include "db/migrate.h"
#include "delivery/delivery.h"
#include "http/api_error.h"
#include "http/metrics_route.h"
#include "jobs/processing.h"
#include "notifications/personalisation.h"
#include "openapi/document.h"
#include "receipts/receipt_routes.h"
#include "schedule/scheduler.h"
#include "services/preflight.h"
#include "templates/template_directory.h"
#include "templates/template_routes.h"

namespace herald::app {

/// Members are in the order in which they use each other, so that they end in the reverse order.
struct HeraldServer::Parts {
    explicit Parts(Settings given) : settings(std::move(given)), ids(clock) {}

    void open();
    void build_stages();
    void build_api();
    void listen();
    void start_stages();
    Task<void> shut_down();
    Task<void> wait_until(std::function<bool()> done, Timestamp deadline);

    Settings settings;
    SystemClock clock;
    RandomIdSource ids;
    Metrics metrics;
    http::AsioLoop loop;
    std::optional<DataDirectoryLock> lock;
    std::optional<Installation> installation;
    std::optional<crypto::OldSignature> old_signature;
    std::optional<http::Client> client;
    std::optional<Files> files;
    std::unique_ptr<workers::Lease> lease;
    std::optional<services::Directory> services;
    std::optional<templates::TemplateDirectory> templates;
    std::optional<unsubscribe::LinkMaker> links;
    std::optional<delivery::ProviderPool> providers;
    std::optional<balancing::Balancer> balancer;
    std::unique_ptr<callbacks::Sender> callbacks;
    std::optional<receipts::Receipts> receipts;
    std::unique_ptr<delivery::Delivery> delivery;
    std::optional<TaskParts> task_parts;
    schedule::Registry tasks;
    std::optional<schedule::Scheduler> scheduler;
    std::optional<Sending> sending;
    std::optional<jobs::Processing> jobs;
    std::optional<services::Authenticator> authenticator;
    std::optional<Reading> reading;
    std::optional<templates::TemplateRoutes> template_routes;
    std::optional<receipts::ReceiptRoutes> receipt_routes;
    std::optional<Replies> replies;
    std::optional<InternalApi> internal_api;
    std::optional<Letters> letters;
    std::optional<Gateways> gateways;
    std::optional<StatusRoutes> status_routes;
    http::Router api_router, metrics_router, receipt_router;
    std::optional<http::Server> api_server, metrics_server, receipt_server;
    std::optional<SandboxThread> sandbox;
    bool stopping = false;
};

void HeraldServer::Parts::open() {
    installation.emplace(open_installation(settings, metrics, clock.now()));
    old_signature = old_installation_signature(settings);
    if (!settings.on_postgres()) lock.emplace(settings.data);
    db::Store& store = *installation->store;
    store.read_now([this](db::Transaction& tx) { apply_credentials(tx, installation->sealer, settings); });
    lease = std::make_unique<workers::Lease>(store, loop, clock, ids, metrics, lease_options(settings));
    http::Client::Options client_options;
    client_options.user_agent = "herald";
    client.emplace(loop, metrics, client_options);
    files.emplace(settings, Files::Parts{store, loop, clock, ids, metrics, *client});
    services.emplace(store, loop, clock, installation->sealer);
    templates.emplace(store, loop, *services);
    links.emplace(installation->sealer, clock, settings.api_url());
}

void HeraldServer::Parts::build_stages() {
    db::Store& store = *installation->store;
    const crypto::Sealer& sealer = installation->sealer;
    const auto shards = count_shards(settings, lease->id());
    if (settings.has_role("callbacks")) {
        auto post = [this](http::ClientRequest request) { return client->send("callback", std::move(request)); };
        callbacks = std::make_unique<callbacks::Sender>(store, loop, clock, ids, metrics, sealer, *lease,
                                                        std::move(post), callback_options(settings));
    }
    receipts::Receipts::Options options;
    options.unknown_level = settings.receipts_unknown_level;
    options.applier = applier_options(settings);
    balancer.emplace(balancing::Balancer::Parts{store, loop, clock, metrics}, balance_rules(settings));
    receipts.emplace(store, loop, clock, ids, metrics, sealer, *lease, callbacks.get(), shards, options);
    if (settings.has_role("delivery")) {
        providers.emplace(store, loop, clock, metrics, static_cast<std::uint64_t>(clock.now().micros),
                          provider_pool_options(settings));
        const delivery::Delivery::Parts parts{store,           loop,   clock,     ids,        metrics,
                                              sealer,          *lease, *services, *templates, *providers,
                                              callbacks.get(), shards, *links,    &*balancer};
        delivery = std::make_unique<delivery::Delivery>(parts, delivery_options(settings));
    }
    if (settings.has_role("scheduler")) {
        task_parts.emplace(TaskParts{store, loop, sealer, ids, metrics, *receipts, files->objects(), shards.outcomes(),
                                     callback_log_limits(settings), *balancer, time_out_options(settings),
                                     replay_options(settings), std::chrono::hours(settings.smtp_settle_hours),
                                     text_parts_wait(settings), own_service(settings)});
        add_all_tasks(tasks, *task_parts);
        scheduler.emplace(store, loop, clock, metrics, tasks, schedule::Scheduler::Options{});
    }
    authenticator.emplace(*services, clock);
    sending.emplace(settings, Sending::Parts{store, loop, clock, ids, sealer, metrics, *authenticator, *templates,
                                             files->uploader(), files->objects(), *links, shards});
    sending->intake().hand_off_to(delivery.get());
    if (!settings.has_role("jobs")) return;
    auto& intake = sending->intake();
    jobs.emplace(jobs::Processing::Parts{store, loop, clock, metrics, *lease, *services, files->objects(),
                                         files->uploader(), intake, sending->daily_limits()},
                 jobs::Processing::Options{});
}

void HeraldServer::Parts::build_api() {
    db::Store& store = *installation->store;
    const crypto::Sealer& sealer = installation->sealer;
    const auto shards = count_shards(settings, lease->id());
    const crypto::OldSignature* old = old_signature ? &*old_signature : nullptr;
    reading.emplace(Reading::Parts{store, loop, clock, sealer, *authenticator, *templates, files->objects(), *links});
    template_routes.emplace(
        templates::TemplateRoutes::Parts{store, loop, *authenticator, *templates, notifications::to_personalisation});
    receipt_routes.emplace(*receipts, *client, clock, receipt_options(settings));
    replies.emplace(settings, Replies::Parts{store, loop, clock, ids, sealer, metrics, *lease, callbacks.get(),
                                             *authenticator, old});
    internal_api.emplace(settings,
                         InternalApi::Parts{store, loop, clock, ids, sealer, *services, *templates, files->objects(),
                                            files->pool(), sending->daily_limits(), shards.intake()});
    letters.emplace(Letters::Parts{store, loop, clock, ids, sealer, metrics, old, shards.receipts()});
    gateways.emplace(settings, Gateways::Parts{loop, clock, metrics, sealer, *receipts, replies->texts()});
    status_routes.emplace(store, loop, db::schema_version(store).value_or(""));
    sending->add_to(api_router);
    reading->add_to(api_router);
    template_routes->add_to(api_router);
    receipt_routes->add_to(api_router);
    gateways->add_to(api_router);
    files->add_to(api_router, *services, sealer);
    replies->add_to(api_router);
    status_routes->add_to(api_router);
    services::add_preflight(api_router, *authenticator);
    openapi::add_openapi_route(api_router);
    letters->add_to(api_router, internal_api->authenticator());
    internal_api->add_to(api_router);
    if (!settings.metrics_token.empty()) add_metrics_route_with_token(api_router, metrics, settings.metrics_token);
    receipt_routes->add_to(receipt_router);
    gateways->add_to(receipt_router);
    status_routes->add_to(metrics_router);
    http::add_metrics_route(metrics_router, metrics);
}

void HeraldServer::Parts::listen() {
    const auto on_error = [](int status, const http::Request&, std::string_view pattern) {
        return http::server_error(status, pattern);
    };
    if (settings.has_role("api")) {
        api_server.emplace(loop, metrics, "api", server_options(settings), api_router, on_error, answer_failure);
        api_server->start();
        gateways->listen();
    }
    if (settings.metrics_listen) {
        http::ServerOptions options;
        options.address = settings.metrics_listen->host;
        options.port = settings.metrics_listen->port;
        metrics_server.emplace(loop, metrics, "metrics", options, metrics_router, on_error, answer_failure);
        metrics_server->start();
    }
    if (!settings.has_role("sandbox")) return;
    std::string receipts_url = "http://" + settings.listen.to_string();
    if (api_server) {
        std::uint16_t port = api_server->port();
        if (!settings.tls_certificate.empty()) {
            // The emulators post to loopback, which no authority certifies: they get a plain door of their own.
            http::ServerOptions options;
            options.port = 0;
            receipt_server.emplace(loop, metrics, "receipts", options, receipt_router, on_error, answer_failure);
            receipt_server->start();
            port = receipt_server->port();
        }
        const bool any_address = settings.listen.host == "0.0.0.0" || settings.listen.host == "::";
        receipts_url =
            "http://" +
            ListenAddress{any_address || receipt_server ? "127.0.0.1" : settings.listen.host, port}.to_string();
    }
    sandbox.emplace(settings, metrics, receipts_url);
}

void HeraldServer::Parts::start_stages() {
    if (providers) {
        std::string sandbox_url = "http://" + settings.sandbox_listen.to_string();
        if (sandbox) sandbox_url = "http://" + ListenAddress{settings.sandbox_listen.host, sandbox->port()}.to_string();
        else if (settings.sandbox_listen.port == 0 && needs_sandbox(settings))
            throw InstallationError(
                "this process delivers, but has neither the role sandbox nor the providers' URLs (mmg-url, "
                "firetext-url); "
                "set them, or sandbox-listen to where a sandbox listens");
        gateways->connect();
        add_providers(*providers, {*installation->store, loop, clock, *client, *gateways}, settings, sandbox_url);
    }
    lease->start();
    if (callbacks) callbacks->start();
    if (delivery) delivery->start();
    if (jobs) jobs->start();
    if (scheduler) scheduler->start();
}

Task<void> HeraldServer::Parts::wait_until(std::function<bool()> done, Timestamp deadline) {
    while (!done() && clock.now() < deadline) co_await sleep(loop, std::chrono::milliseconds(10));
}

Task<void> HeraldServer::Parts::shut_down() {
    log::info("stopping", "Stopping: finishing what is under way");
    // A second is kept for recording what the deadline breaks off and for freeing what is left.
    const Timestamp deadline =
        clock.now() + std::chrono::seconds(std::max<std::int64_t>(1, settings.shutdown_seconds - 1));
    if (status_routes) status_routes->drain();
    if (api_server) api_server->stop_accepting();
    if (scheduler) scheduler->stop();
    if (jobs) jobs->stop();
    co_await wait_until(
        [this] {
            return (!api_server || api_server->requests_in_flight() == 0) && sending->intake().idle() &&
                   (!jobs || jobs->idle());
        },
        deadline);
    if (delivery) delivery->stop();
    if (callbacks) callbacks->stop();
    const auto idle = [this] {
        return (!delivery || delivery->idle()) && (!callbacks || callbacks->idle()) && receipts->idle() &&
               replies->idle() && balancer->idle() && (!scheduler || scheduler->idle());
    };
    co_await wait_until(idle, deadline);
    client->stop();
    gateways->stop();
    co_await wait_until([&] { return idle() && gateways->idle(); }, deadline + std::chrono::milliseconds(500));
    try {
        co_await lease->release();
    } catch (const db::StoreError& error) {
        log::warning("lease_not_released", "What this worker had claimed is freed when its lease ends",
                     {{"error", error.what()}});
    }
    for (auto* server : {&api_server, &metrics_server, &receipt_server})
        if (*server) (*server)->close();
    log::info("stopped", "Stopped");
    loop.stop();
}

HeraldServer::HeraldServer(Settings settings) : parts_(std::make_unique<Parts>(std::move(settings))) {}

HeraldServer::~HeraldServer() {
    if (!parts_) return;
    parts_->sandbox.reset();
    if (parts_->client) parts_->client->stop();
    if (parts_->installation) parts_->installation->store->stop();
}

void HeraldServer::start() {
    parts_->open();
    parts_->build_stages();
    parts_->build_api();
    parts_->listen();
    parts_->start_stages();
    if (parts_->settings.has_role("api")) parts_->files->announce();
    log::info("started", "Herald serves",
              {{"roles", text::join(parts_->settings.roles, ",")},
               {"store", parts_->settings.on_postgres() ? "postgres" : "sqlite"},
               {"port", port()},
               {"metrics_port", metrics_port()},
               {"sandbox_port", sandbox_port()},
               {"antivirus", parts_->settings.clamd.empty() ? "off" : "clamd"},
               {"worker_id", parts_->lease->id()}});
}

void HeraldServer::run() {
    parts_->loop.run();
}

void HeraldServer::stop() {
    parts_->loop.post([this] {
        if (parts_->stopping) return;
        parts_->stopping = true;
        spawn(parts_->shut_down());
    });
}

std::uint16_t HeraldServer::port() const {
    return parts_->api_server ? parts_->api_server->port() : 0;
}
std::uint16_t HeraldServer::metrics_port() const {
    return parts_->metrics_server ? parts_->metrics_server->port() : 0;
}
std::uint16_t HeraldServer::sandbox_port() const {
    return parts_->sandbox ? parts_->sandbox->port() : 0;
}
const http::Router& HeraldServer::routes() const {
    return parts_->api_router;
}
http::AsioLoop& HeraldServer::loop() {
    return parts_->loop;
}

}  // namespace herald::app
