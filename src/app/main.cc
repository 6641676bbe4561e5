#include <iostream>

#include "app/command.h"

int main(int argc, char** argv) {
    herald::app::CommandRegistry commands;
    herald::app::add_all_commands(commands);
    return commands.run(argc, argv, std::cout, std::cerr);
}
