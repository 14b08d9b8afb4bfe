# roster::enums: Roster's headers with magic_enum, for enums as fields. If it is missing, roster_enums_missing says so.
# Serves this build and users of an installed Roster.
find_package(magic_enum QUIET)
set(roster_enums_missing "")
if(NOT magic_enum_FOUND)
  set(roster_enums_missing "roster::enums needs magic_enum (Debian: libmagicenum-dev), not found: add where it is to CMAKE_PREFIX_PATH")
elseif(NOT TARGET roster::enums)
  add_library(roster_enums INTERFACE)
  add_library(roster::enums ALIAS roster_enums)
  target_link_libraries(roster_enums INTERFACE roster::roster magic_enum::magic_enum)
endif()
