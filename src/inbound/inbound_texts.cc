#include "inbound/inbound_texts.h"

#include "inbound/text_parts.h"

namespace herald::inbound {

InboundTexts::InboundTexts(db::Store& store, Loop& loop, const Clock& clock, IdSource& ids, Metrics& metrics,
                           const crypto::Sealer& sealer, workers::Lease& lease, callbacks::Sender* callbacks)
    : clock_(clock),
      ids_(ids),
      metrics_(metrics),
      sealer_(sealer),
      lease_(lease),
      callbacks_(callbacks),
      batcher_(store, loop,
               [this](db::Transaction& tx, std::span<const InboundText> texts) { return commit(tx, texts); }) {}

Task<Outcome> InboundTexts::accept(InboundText text) {
    const std::string provider = text.provider;
    Done done;
    try {
        done = co_await batcher_.submit(std::move(text));
    } catch (const db::CommitUnknown&) {
        // There may be callbacks that this process does not know to be its own.
        lease_.start_afresh();
        throw;
    }
    if (!done.owned.empty()) callbacks_->take(std::move(done.owned));
    metrics_
        .counter("herald_inbound_sms_total", "Texts that providers handed over, by what became of them",
                 {{"provider", provider}, {"result", std::string(to_text(done.outcome))}})
        .add();
    co_return done.outcome;
}

std::vector<InboundTexts::Done> InboundTexts::commit(db::Transaction& tx, std::span<const InboundText> texts) {
    const bool hands_off = callbacks_ != nullptr && callbacks_->accepts_hand_off();
    callbacks::Outbox outbox(tx, sealer_, ids_, clock_.now(), hands_off ? lease_.id() : Uuid{});
    std::vector<Done> done;
    done.reserve(texts.size());
    for (const auto& text : texts) {
        const auto accept_one = text.part ? accept_part : inbound::accept;
        done.push_back({accept_one(tx, sealer_, ids_, clock_.now(), text, outbox), {}});
    }
    outbox.flush();
    done.front().owned = outbox.take_owned();
    return done;
}

}  // namespace herald::inbound
