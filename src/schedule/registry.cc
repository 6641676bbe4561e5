#include "schedule/registry.h"

#include <stdexcept>

namespace herald::schedule {

void Registry::add(std::string name, std::string description, std::string_view cron,
                   std::function<Task<std::string>(Timestamp)> run) {
    auto due = Cron::parse(cron);
    if (!due) throw std::invalid_argument("the schedule of " + name + " does not parse: " + std::string(cron));
    if (find(name) != nullptr) throw std::invalid_argument("two tasks are called " + name);
    tasks_.push_back({std::move(name), std::move(description), std::move(*due), std::move(run)});
}

const ScheduledTask* Registry::find(std::string_view name) const {
    for (const auto& task : tasks_)
        if (task.name == name) return &task;
    return nullptr;
}

}  // namespace herald::schedule
