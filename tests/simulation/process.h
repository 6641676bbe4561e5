#pragma once

#include <memory>

#include "support/inline_store.h"
#include "support/stages.h"
#include "support/virtual_loop.h"

namespace herald::simulation {

/// The loop of one process on the world's loop: when the process is killed, nothing that it began goes on.
class ProcessLoop final : public Loop {
public:
    explicit ProcessLoop(Loop& world) : world_(world) {}

    void post(std::function<void()> work) override { world_.post(unless_dead(std::move(work))); }
    void after(Duration delay, std::function<void()> work) override {
        world_.after(delay, unless_dead(std::move(work)));
    }
    void kill() { *alive_ = false; }

private:
    std::function<void()> unless_dead(std::function<void()> work) const {
        return [alive = alive_, work = std::move(work)] {
            if (*alive) work();
        };
    }

    Loop& world_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

/// One running process: the real stages, with everything that would be lost if it died.
struct Process {
    Process(db::Store& store, Loop& world, const Clock& clock, IdSource& ids, const crypto::Sealer& sealer,
            test::FakeProvider& provider, callbacks::Sender::Post post, const test::StagesOptions& options)
        : loop(world),
          inline_store(store),
          stages(inline_store, loop, clock, ids, sealer, provider, std::move(post), options) {
        stages.start();
    }

    ProcessLoop loop;
    test::InlineStore inline_store;
    test::Stages stages;
};

}  // namespace herald::simulation
