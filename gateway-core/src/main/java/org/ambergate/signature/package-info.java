/** XAdES document, hash chains, verification; only minter of signed and verified messages (evidence specification, sections 1-5). */
@NullMarked
package org.ambergate.signature;

import org.jspecify.annotations.NullMarked;
