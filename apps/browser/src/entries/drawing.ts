import '@canut/elements/drawing/canut-drawing'
