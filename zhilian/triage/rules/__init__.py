"""Pure reading of text: tokens, features, likeness, groups. Heavy libraries are loaded only while learning."""
