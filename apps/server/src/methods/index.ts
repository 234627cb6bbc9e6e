export { binOf, BINS, calibrationBins, creditOf, type Bin, type CalibrationBin } from './calibration-bins.ts'
export { describeMethod, METHOD_NAMES, METHODS, parseMethod, settingProblems, type Kind, type MethodName } from './methods.ts'
export { haveNaturalOrder, inNaturalOrder, runMethod, type Chosen, type Given, type Outcome, type RunOptions } from './run-method.ts'
export { whyChosen } from './why-chosen.ts'
