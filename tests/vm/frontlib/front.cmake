# SPDX-License-Identifier: GPL-2.0-or-later
#
# How the front ends in user space are built; each of them includes this.
option(BUILD_TESTING "build the tests" ON)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
if(NOT CMAKE_BUILD_TYPE)
	set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()
add_compile_options(-Wall -Wextra -Wpedantic -Werror)

if(BUILD_TESTING)
	enable_testing()
endif()
add_subdirectory(${CMAKE_CURRENT_LIST_DIR} frontlib)
