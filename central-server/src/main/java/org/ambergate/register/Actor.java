package org.ambergate.register;

/**
 * Who asks for a change, as the history names them: an operator's name, an API key's name, or a management request.
 *
 * @param name 1 to 255 characters, none of them a control character
 */
public record Actor(String name) {
    public Actor {
        if (!Texts.isLine(name)) {
            throw new IllegalArgumentException("An actor has a name of 1 to " + Texts.CHARACTERS_MAX + " characters");
        }
    }
}
