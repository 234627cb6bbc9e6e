import '@canut/elements/mask'
