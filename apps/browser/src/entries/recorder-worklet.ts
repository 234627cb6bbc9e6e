import '@canut/elements/recorder-worklet'
