// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "lib/world.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace CLI {
class Option;
} // namespace CLI

namespace dom0ctl {

/// What stands on a command line before the word that is being typed.
struct Typed {
    std::vector<std::string> words;             ///< without options and their values
    std::map<std::string, std::string> options; ///< "--disk" and its value
    std::string current;                        ///< the beginning of the word, or of the value
};

/// One way to go on.
struct Candidate {
    std::string text;  ///< the whole word; one that ends in '=' wants more behind it
    std::string about; ///< what it is, in a few words; may be empty
};

/// All ways to go on.
struct Offered {
    std::vector<Candidate> candidates;
    bool files = false; ///< names of files, too, which the shell knows best
};

/// What can stand in the place of one option's value. It is for a person who
/// waits for it: what cannot be told is not offered.
using Offer = std::function<Offered(World&, const Typed&)>;

/// What CLI11 has no place for, beside its tree of commands.
struct Extras {
    /// What completion offers for the value of an option or a positional. For
    /// want of one it goes by the name: GUEST, PATH and FILE.
    std::map<const CLI::Option*, Offer> offers;
    /// Options that take the place of a positional where CLI11 cannot be told so.
    std::map<const CLI::Option*, const CLI::Option*> instead;
    /// Positionals that have to be given, though CLI11 does not check it.
    std::set<const CLI::Option*> needed;
};

/// Fixed words.
Offer offer_words(std::vector<std::string> words);

/// Running guests; those of the class of a module only.
Offered offer_guests(World& world, const Typed& typed);
Offered offer_limited_guests(World& world, const Typed& typed);
Offered offer_irq_guests(World& world, const Typed& typed);

/// The disks of the guest that is the first word.
Offered offer_disks(World& world, const Typed& typed);

/// Interfaces, their guests, and all.
Offered offer_vifs(World& world, const Typed& typed);

/// KEY= for what is not given yet, and behind it the words for its value.
Offer offer_settings(std::vector<std::pair<std::string, std::vector<std::string>>> settings);

Offered offer_files(World& world, const Typed& typed);

} // namespace dom0ctl
