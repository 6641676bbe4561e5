#pragma once
// What nearly every test uses: half of the time that it takes to compile one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "../../cmake/precompiled.h"
