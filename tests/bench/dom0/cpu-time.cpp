// SPDX-License-Identifier: GPL-2.0-or-later
// cpu-time DOMID: how long its processors have run, in ns, as Xen counts it. xl
// rounds to a tenth of a second.
#include "program.h"

extern "C" {
#include <xenctrl.h>
}

int main(int argc, char** argv) {
    if (argc != 2)
        return 2;
    // 0 is a domain, and no number of what is measured elsewhere.
    auto domid = static_cast<uint32_t>(std::strtoul(argv[1], nullptr, 10));
    xc_interface* xen = xc_interface_open(nullptr, nullptr, 0);
    xc_dominfo_t info;
    if (!xen || xc_domain_getinfo(xen, domid, 1, &info) != 1 || info.domid != domid)
        die("xenctrl");
    std::printf("%lu\n", info.cpu_time);
    xc_interface_close(xen);
}
