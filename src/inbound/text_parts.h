#pragma once

#include "inbound/inbound_store.h"

/// Received texts that come in several parts, as message centres send long ones (contract providers §20.4).
namespace herald::inbound {

/// Stores one part (`text.part` is set); when it is the last that was missing, the whole is stored and told as one
/// text. A repeat has the same numbers and content. The same numbers with another content begin a new text: what was
/// there of the old one is given out as it is. A part of a text that has been given out goes out by itself.
Outcome accept_part(db::Transaction& tx, const crypto::Sealer& sealer, IdSource& ids, Timestamp now,
                    const InboundText& text, callbacks::Outbox& outbox);

/// Gives out the parts of one text, each as a text of its own, whose first part came before `waiting_since` and which
/// is not whole yet; returns how many parts. To be repeated until it returns 0.
std::size_t give_out_incomplete(db::Transaction& tx, const crypto::Sealer& sealer, IdSource& ids, Timestamp now,
                                Timestamp waiting_since);

/// Forgets parts that have been given out and came before `before`: a repeat of one is not known from then on.
std::size_t forget_parts(db::Transaction& tx, Timestamp before);

}  // namespace herald::inbound
