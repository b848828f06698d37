package com.datagrid.client.model;

import com.datagrid.client.generated.Required;
import com.google.gson.annotations.SerializedName;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/** A model as the generator writes them, with what no model of today's document has. */
@SuppressWarnings("NullAway") // generated models are not initialized, either
public class Report extends BaseReport {

  @SerializedName("rows")
  @Required
  public @NonNull List<Row> rows;

  @SerializedName("by_name")
  public @Nullable Map<String, Row> byName;

  @SerializedName("first_row")
  public @Nullable Row firstRow;

  @SerializedName("flag")
  public @Nullable Boolean flag;

  @SerializedName("small")
  public @Nullable Integer small;

  @SerializedName("large")
  public @Nullable Long large;

  @SerializedName("ratio")
  public @Nullable Double ratio;

  @SerializedName("price")
  public @Nullable BigDecimal price;

  @SerializedName("day")
  public @Nullable LocalDate day;

  @SerializedName("moment")
  public @Nullable OffsetDateTime moment;

  /** An element of a list. */
  @SuppressWarnings("NullAway")
  public static class Row {
    @SerializedName("row_id")
    @Required
    public @NonNull String id;

    @SerializedName("note")
    public @Nullable String note;
  }
}
