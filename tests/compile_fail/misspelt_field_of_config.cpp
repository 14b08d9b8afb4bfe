// EXPECT: StepLR
// EXPECT: step_sise
#include "roster/schedulers/schedulers.hpp"

#ifdef BAD
roster::StepLR config{.step_sise = 30};
#else
roster::StepLR config{.step_size = 30};
#endif
