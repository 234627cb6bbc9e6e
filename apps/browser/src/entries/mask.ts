import '@canut/elements/mask/canut-mask'
