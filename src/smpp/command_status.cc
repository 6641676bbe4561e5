#include "smpp/command_status.h"

namespace herald::smpp {

StatusClass classify(std::uint32_t command_status) {
    switch (command_status) {
        case status::ok:
            return StatusClass::accepted;
        case status::queue_full:
        case status::throttled:
            return StatusClass::throttled;
        case status::wrong_bind_state:
        case 0x05:  // already bound
            return StatusClass::rebind;
        case 0x06:  // priority flag
        case 0x07:  // registered-delivery flag
        case 0x0D:  // bind failed
        case 0x0E:  // password
        case 0x0F:  // system id
        case 0x15:  // service type
        case 0x48:  // source type of number
        case 0x49:  // source numbering plan
        case 0x50:  // destination type of number
        case 0x51:  // destination numbering plan
        case 0x53:  // system type
        case 0x54:  // replace flag
        case 0x55:  // number of messages
            return StatusClass::configuration;
        case 0x0B:  // destination address
        case 0xFE:  // delivery failure
            return StatusClass::undeliverable;
        case 0x01:  // message length
        case 0x02:  // command length
        case 0x03:  // command id
        case 0x0A:  // source address: the sender is not allowed
        case 0x33:  // number of destinations
        case 0x34:  // name of the list
        case 0x40:  // destination flag
        case 0x42:  // replace request
        case 0x43:  // esm_class
        case 0x44:  // submission to a list
        case 0x61:  // scheduled time
        case 0x62:  // expiry
        case 0x63:  // default message id
        case 0xC0:  // parameter stream
        case 0xC1:  // parameter not allowed
        case 0xC2:  // parameter length
        case 0xC3:  // parameter missing
        case 0xC4:  // parameter value
            return StatusClass::rejected;
        default:
            return StatusClass::retryable;
    }
}

}  // namespace herald::smpp
