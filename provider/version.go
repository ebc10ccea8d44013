package provider

// Version is the version of the package, its plugin and its SDKs: the one place it is written.
const Version = "0.1.0"
