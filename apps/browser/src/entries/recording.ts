import '@canut/elements/recorder'
