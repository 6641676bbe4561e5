#pragma once

// Everything that turns a template and its values into a message.
#include "content/email.h"
#include "content/sms.h"
#include "content/template.h"
