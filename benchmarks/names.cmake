# `names`: the 1,024 names that are looked up. They are PyTorch's 16, and invented names of the same shape. The types
# (names.hpp) and gperf's input are made from them.
set(names
    StepLR CosineAnnealingLR CosineAnnealingWarmRestarts
    LambdaLR MultiplicativeLR MultiStepLR ConstantLR LinearLR ExponentialLR PolynomialLR CyclicLR OneCycleLR
    ReduceLROnPlateau SequentialLR ChainedScheduler SWALR)
set(manners Warm Cyclic Delayed Smooth Restarted Layerwise Adaptive Noisy Bounded Gradual Triangular Periodic)
set(curves Cosine Linear Exponential Polynomial Step InverseSqrt Plateau Trapezoid Sine Logarithmic Hyperbolic Sigmoid)
set(endings LR Scheduler Decay Annealing WarmRestarts OnPlateau ThenConstant)
foreach(i RANGE 1007) # 12 x 12 x 7; 12 and 7 have no common factor, so that each name comes once, and all are mixed
  math(EXPR manner "${i} % 12")
  math(EXPR ending "${i} % 7")
  math(EXPR curve "(${i} / 84 + ${manner} + 5 * ${ending}) % 12")
  list(GET manners ${manner} name)
  list(GET curves ${curve} part)
  string(APPEND name ${part})
  math(EXPR has_number "${i} % 5 % 2")
  if(has_number)
    math(EXPR number "${i} * 37 % 100")
    string(APPEND name ${number})
  endif()
  list(GET endings ${ending} part)
  list(APPEND names ${name}${part})
endforeach()
