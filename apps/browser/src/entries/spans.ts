import '@canut/elements/spans'
