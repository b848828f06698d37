package com.datagrid.client.model;

import com.datagrid.client.generated.Required;
import com.google.gson.annotations.SerializedName;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/** A model whose properties may be missing or null in every way that the document can say. */
@SuppressWarnings("NullAway") // generated models are not initialized, either
public class Profile {

  @SerializedName("id")
  @Required(in = Required.In.RESPONSES)
  public @NonNull String id;

  @SerializedName("secret")
  @Required(in = Required.In.REQUESTS)
  public @NonNull String secret;

  @SerializedName("title")
  @Required(nullable = true)
  public @Nullable String title;

  @SerializedName("nick")
  public @Nullable String nick;

  @SerializedName("additionalProperties")
  public @Nullable String legacyAdditionalProperties;

  public transient Map<String, @Nullable Long> additionalProperties = Map.of();

  public transient Set<String> explicitNulls = new HashSet<>();

  /** A property of that name, and no place for others. */
  public static class Named {
    @SerializedName("additionalProperties")
    public @Nullable String additionalProperties;
  }

  /** None can be made. */
  public abstract static class Abstract {}

  /** Not even its constructor can be called. */
  public static final class Hidden {
    private Hidden() {}
  }

  /** A record is no model. */
  public record Pair(String left, String right) {}
}
