import '@canut/elements/drawing'
