// EXPECT: 2\.5
// EXPECT: steps
#include "roster/schedulers/linear_lr.hpp"

#ifdef BAD
inline const roster::LinearLR config{.total_iters = 2.5};
#else
inline const roster::LinearLR config{.total_iters = 2};
#endif
