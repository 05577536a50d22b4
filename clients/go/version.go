package countersign

// Version is that of this module.
const Version = "0.1.0"
