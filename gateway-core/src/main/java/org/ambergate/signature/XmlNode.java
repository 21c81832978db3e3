package org.ambergate.signature;

/** What a signature document is made of; anything else is refused while it is read. */
sealed interface XmlNode permits XmlElement, XmlText {}
