package com.datagrid.client.model;

import com.datagrid.client.generated.Union;
import com.google.gson.JsonElement;
import java.util.List;

/** What the generator makes of choices that differ further down. */
@Union(
    variants = {Left.class, Right.class, Deep.LeafListValue.class, Deep.OtherListValue.class},
    unknown = Deep.Unknown.class)
public interface Deep {

  /** One of the choices. */
  record LeafListValue(List<Leaf> value) implements Deep {}

  /** One of the choices. */
  record OtherListValue(List<Other> value) implements Deep {}

  /** What is none of the choices that the document names. */
  record Unknown(JsonElement json) implements Deep {}
}
