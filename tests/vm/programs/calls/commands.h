// SPDX-License-Identifier: GPL-2.0-or-later
// The commands; each returns the exit code.
#pragma once

#include <string>
#include <vector>

using Words = std::vector<std::string>;

int command_info(const Words& words);
int command_set(const Words& words);
int command_get(const Words& words);
int command_reset(const Words& words);
int command_events(const Words& words);
int command_poll_stat(const Words& words);
int command_contract(const Words& words);
int command_unprivileged(const Words& words);

/// Takes "--name VALUE" out of words; otherwise what is given as default.
std::string take_option(Words& words, const std::string& name, const std::string& otherwise);
/// Takes "--name" out of words.
bool take_flag(Words& words, const std::string& name);
/// Says what did not work, with the errno; returns 1.
int failed(const char* what, int error);
